/** The part of a video that the timeline shows, as shares of its length. */
export type View = { from: number; span: number };

export const WHOLE: View = { from: 0, span: 1 };

/** Show less by a factor (or more, below 1); `at`, a share of the video, stays where it is. */
export function zoomed({ from, span }: View, factor: number, at: number, least: number): View {
  const next = Math.min(1, Math.max(Math.min(1, least), span / factor));
  return scrolled({ from: at - ((at - from) * next) / span, span: next }, 0);
}

export function scrolled({ from, span }: View, by: number): View {
  return { from: Math.min(1 - span, Math.max(0, from + by)), span };
}

/** Scroll only if `at` is not seen: then a tenth of the view is before it. */
export function following(view: View, at: number): View {
  const { from, span } = view;
  if (at >= from && at <= from + span) return view;
  return scrolled({ from: at - span / 10, span }, 0);
}

/** Where a share of the video is, in per cent of the timeline. */
export const leftOf = (share: number, { from, span }: View): number =>
  ((share - from) / span) * 100;
