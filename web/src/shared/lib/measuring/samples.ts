import type { Sample } from "@/shared/api";
import { API_URL } from "@/shared/config";

export type SampleName = Sample["name"];

/** As many as a request may have. */
const MOST = 100;
const LONGEST_SECONDS = 3600;
let samples: Sample[] = [];

/** Note a measurement. It is sent later, with others; what is too much is dropped. */
export function measured(name: SampleName, value: number): void {
  if (samples.length >= MOST || !Number.isFinite(value) || value < 0) return;
  samples.push({ name, value: Math.min(LONGEST_SECONDS, Math.round(value * 1e4) / 1e4) });
}

/** Send what was noted. Nothing depends on it, so nobody is told if it fails. */
export function sendSamples(): void {
  if (samples.length === 0) return;
  const body = JSON.stringify({ samples });
  samples = [];
  const headers = { "Content-Type": "application/json" };
  // It outlives the page, and says nobody's name.
  const options: RequestInit = { method: "POST", keepalive: true, credentials: "omit" };
  fetch(`${API_URL}/api/v1/measurements`, { ...options, headers, body }).catch(() => undefined);
}
