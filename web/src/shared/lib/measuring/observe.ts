import { measured, sendSamples } from "./samples";

const EVERY_MS = 60_000;

/** Measure the page and its errors until the signal is aborted, and send it now and then. */
export function observePage(signal: AbortSignal): void {
  window.addEventListener(
    "error",
    // Files that do not come say so to themselves only; only capturing hears of it.
    (event) => measured(event instanceof ErrorEvent ? "error.script" : "error.load", 1),
    { signal, capture: true },
  );
  window.addEventListener("unhandledrejection", () => measured("error.promise", 1), { signal });
  const onHidden = () => {
    if (document.visibilityState === "hidden") sendSamples();
  };
  document.addEventListener("visibilitychange", onHidden, { signal });
  const timer = setInterval(sendSamples, EVERY_MS);
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) observe(entry);
  });
  observer.observe({ type: "navigation", buffered: true });
  observer.observe({ type: "resource" });
  observer.observe({ type: "measure", buffered: true });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    observer.disconnect();
  });
}

function observe(entry: PerformanceEntry): void {
  // Others measure too: React does in development.
  if (entry.entryType === "measure" && entry.name === "feedback") {
    measured("feedback", entry.duration / 1000);
  }
  if (entry instanceof PerformanceNavigationTiming) {
    if (entry.loadEventEnd > 0) measured("load", entry.loadEventEnd / 1000);
  } else if (entry instanceof PerformanceResourceTiming) {
    const isRequest = entry.initiatorType === "fetch" && entry.name.includes("/api/v1/");
    // Event streams last for as long as somebody stays.
    if (isRequest && !entry.name.includes("/events")) measured("api", entry.duration / 1000);
  }
}
