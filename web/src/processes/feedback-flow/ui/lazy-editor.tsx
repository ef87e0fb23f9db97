"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";

const load = () => import("@/widgets/feedback-editor");

/** The form, with all that one draws with, comes after the room: nobody writes before they see. */
export const FeedbackForm = dynamic(() => load().then((module) => module.FeedbackForm));
export const DrawingLayer = dynamic(() => load().then((module) => module.DrawingLayer));
export const DraftList = dynamic(() => load().then((module) => module.DraftList));

/** Load them as soon as the page has had time for everything else, for a line that may be lost. */
export function useEditorSoon(): void {
  useEffect(() => {
    const timer = setTimeout(() => void load(), 2_000);
    return () => clearTimeout(timer);
  }, []);
}
