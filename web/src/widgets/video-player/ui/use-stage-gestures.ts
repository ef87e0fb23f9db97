"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { usePicture } from "@/features/video-player";
import { useOwnTouches } from "@/shared/lib/viewport";

/** A pointer that goes less far than this from where it was put down clicks; a finger rolls more. */
const SLOP = 4;
const TOUCH_SLOP = 12;
const WHEEL = 0.002;

type Point = { x: number; y: number };
const same = (point: Point) => point;

/**
 * Wheel and pinch enlarge, a drag moves the enlarged picture (also with the middle button), and a
 * click calls `onPicture`. `place` says where a point of this stage is on the picture's own.
 */
export function useStageGestures(
  stage: RefObject<HTMLElement | null>,
  onPicture: (() => void) | undefined,
  place: (point: Point) => Point = same,
): void {
  const picture = usePicture();
  useOwnTouches(stage);
  const clicked = useEffectEvent(() => onPicture?.());
  const placed = useEffectEvent(place);
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const pointers = new Map<number, { x: number; y: number }>();
    let isDrag = false;
    let pressed: PointerEvent | null = null;

    const down = (event: PointerEvent) => {
      // The first finger of a gesture: one whose end was never told is no second finger.
      if (event.isPrimary) pointers.clear();
      if (pointers.size === 0) {
        isDrag = false;
        pressed = event;
      }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    };
    // React's handlers of what lies over the picture have run by the time that the pointer moves.
    const isPan = () =>
      pressed?.button === 1 || (pressed?.button === 0 && !pressed.defaultPrevented);
    const isFar = ({ clientX, clientY, pointerType }: PointerEvent) =>
      pressed !== null &&
      Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) >
        (pointerType === "touch" ? TOUCH_SLOP : SLOP);
    const move = (event: PointerEvent) => {
      const from = pointers.get(event.pointerId);
      if (!from) return;
      const to = { x: event.clientX, y: event.clientY };
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, to);
      isDrag ||= other !== undefined || isFar(event);
      if (other) pinch(from, to, other);
      else if (isPan() && isDrag) {
        // Captured only now: a capture would take a button's click away.
        element.setPointerCapture(event.pointerId);
        picture.moveBy(to.x - from.x, to.y - from.y);
      }
    };
    const pinch = (from: Point, to: Point, other: Point) => {
      const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
      picture.zoomBy(
        Math.hypot(to.x - other.x, to.y - other.y) / Math.hypot(from.x - other.x, from.y - other.y),
        placed(middle),
      );
      picture.moveBy((to.x - from.x) / 2, (to.y - from.y) / 2);
    };
    const up = (event: PointerEvent) => pointers.delete(event.pointerId);
    const click = (event: MouseEvent) => {
      if (!isDrag && event.target instanceof HTMLVideoElement) clicked();
    };
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
      const speed = event.ctrlKey ? 5 * WHEEL : WHEEL;
      picture.zoomBy(
        Math.exp(-event.deltaY * speed),
        placed({ x: event.clientX, y: event.clientY }),
      );
    };

    const leave = new AbortController();
    const { signal } = leave;
    element.addEventListener("pointerdown", down, { signal });
    element.addEventListener("pointermove", move, { signal });
    element.addEventListener("pointerup", up, { signal });
    element.addEventListener("pointercancel", up, { signal });
    element.addEventListener("lostpointercapture", up, { signal });
    element.addEventListener("click", click, { signal });
    // React's own listener is passive, so it could not keep the page from zooming.
    element.addEventListener("wheel", wheel, { signal, passive: false });
    return () => leave.abort();
  }, [stage, picture]);
}
