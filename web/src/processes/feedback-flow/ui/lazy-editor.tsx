"use client";

import { useEffect } from "react";
import { part } from "@/shared/parts";

const load = () => import("@/widgets/feedback-editor");

/** The form, with all that one draws with, comes after the room: nobody writes before they see. */
export const FeedbackForm = part(() => load().then((module) => module.FeedbackForm));
export const DrawingLayer = part(() => load().then((module) => module.DrawingLayer));
export const DraftList = part(() => load().then((module) => module.DraftList));

/** Load them right after the first paint, before somebody writes or the line is lost. */
export function useEditorSoon(): void {
  useEffect(() => {
    // Where the line is away, it is loaded when it is needed.
    const timer = setTimeout(() => void load().catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);
}
