/** How the picture lies on its stage. `x` and `y` are shares of the stage's width and height. */
export type Placement = { zoom: number; x: number; y: number; turn: 0 | 90 | 180 | 270 };
type Point = { x: number; y: number };
type Size = { width: number; height: number };

const WHOLE: Placement = { zoom: 1, x: 0, y: 0, turn: 0 };
const MOST = 16;

/**
 * The picture, enlarged, moved and turned. Like `Playback` it is not in the store, since it changes
 * with each movement of a pointer.
 */
export class Picture {
  #placement = WHOLE;
  #stage: HTMLElement | null = null;
  #ratio = 16 / 9;
  #listeners = new Set<() => void>();

  get placement(): Placement {
    return this.#placement;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Take over the stage of a picture that is `ratio` times as wide as it is high. */
  attach(stage: HTMLElement, ratio: number): () => void {
    this.#stage = stage;
    this.#ratio = ratio;
    return () => {
      this.#stage = null;
    };
  }

  /** Enlarge by a factor. What is at `point` of the page stays there; without it, the middle. */
  zoomBy(factor: number, point?: Point): void {
    const { zoom, x, y, turn } = this.#placement;
    const next = Math.min(MOST, Math.max(1, zoom * factor));
    const { width, height } = this.#size();
    const held = point ? this.#fromMiddle(point) : { x: 0, y: 0 };
    const keep = (at: number, moved: number) => at - ((at - moved) * next) / zoom;
    this.#place({ zoom: next, x: keep(held.x / width, x), y: keep(held.y / height, y), turn });
  }

  /** Move by pixels of the page. */
  moveBy(right: number, down: number): void {
    const { width, height } = this.#size();
    const { x, y } = this.#placement;
    this.#place({ ...this.#placement, x: x + right / width, y: y + down / height });
  }

  /** A quarter clockwise. */
  turn(): void {
    this.#place({ ...WHOLE, turn: ((this.#placement.turn + 90) % 360) as Placement["turn"] });
  }

  /** The whole picture again, upright. */
  reset(): void {
    this.#place(WHOLE);
  }

  /** Whether something is on the stage: what a pointer is over, say. */
  holds(target: EventTarget | null): boolean {
    return target instanceof Node && this.#stage?.contains(target) === true;
  }

  /** The point of the stage that is where `point` is on another one of the same size. */
  mirrored(point: Point, other: HTMLElement): Point {
    const from = other.getBoundingClientRect();
    const to = this.#stage?.getBoundingClientRect() ?? from;
    return { x: point.x + to.left - from.left, y: point.y + to.top - from.top };
  }

  /** Where a point of the page is in the picture, as shares of its width and height. */
  locate(point: Point): Point {
    const { zoom, x, y, turn } = this.#placement;
    const stage = this.#size();
    const picture = this.#fitted();
    const at = this.#fromMiddle(point);
    const [right, down] = [(at.x - x * stage.width) / zoom, (at.y - y * stage.height) / zoom];
    const angle = (-turn * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return {
      x: (right * cos - down * sin) / picture.width + 0.5,
      y: (right * sin + down * cos) / picture.height + 0.5,
    };
  }

  /** No part of the stage is empty that the picture could fill. */
  #place({ zoom, x, y, turn }: Placement): void {
    const stage = this.#size();
    const upright = turn % 180 === 0;
    const { width, height } = this.#fitted(turn);
    const within = (value: number, size: number, whole: number) => {
      const most = ((size / whole) * zoom - 1) / 2;
      return most <= 0 ? 0 : Math.min(most, Math.max(-most, value));
    };
    this.#placement = {
      zoom,
      x: within(x, upright ? width : height, stage.width),
      y: within(y, upright ? height : width, stage.height),
      turn,
    };
    for (const listener of this.#listeners) listener();
  }

  #size(): Size {
    const { clientWidth = 1, clientHeight = 1 } = this.#stage ?? {};
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  /** The size of the upright picture that fits the stage when it is turned, as in stage.module.scss. */
  #fitted(turn = this.#placement.turn): Size {
    const { width, height } = this.#size();
    const upright = turn % 180 === 0;
    const [along, across] = upright ? [width, height] : [height, width];
    const wide = Math.min(along, across * this.#ratio);
    return { width: wide, height: wide / this.#ratio };
  }

  #fromMiddle({ x, y }: Point): Point {
    const rect = this.#stage?.getBoundingClientRect();
    if (!rect) return { x: 0, y: 0 };
    return { x: x - rect.left - rect.width / 2, y: y - rect.top - rect.height / 2 };
  }
}
