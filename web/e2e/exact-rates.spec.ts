import type { Page } from "@playwright/test";
import { seen } from "./seen";
import { apiOf, expect, logIn, stack, test } from "./stack";

/** Videos of each rate, whose frames carry their numbers; tests/web/test_journeys.py made them. */
type Film = { rate: string; video: string; frames: number };
const films: Film[] = JSON.parse(process.env.FILMS ?? "[]");
const [seeks, steps] = [Number(process.env.SEEKS ?? 40), Number(process.env.STEPS ?? 20)];

test.setTimeout(30 * 60_000);

/** The same numbers each time (mulberry32), so that a failure can be seen again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

async function goTo(page: Page, frame: number): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.type(String(frame));
  await page.keyboard.press("Enter");
}

async function enter(page: Page, { video }: Film): Promise<void> {
  await page.goto(`/projects/${stack.project}/videos/${video}`);
  await page.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);
  await page.keyboard.press("t");
  await expect(page.getByTestId("video-timestamp")).toHaveText("0");
}

test("films of four rates are there", () => {
  expect(films.map(({ rate }) => rate)).toEqual(["24000/1001", "25", "30000/1001", "60000/1001"]);
});

for (const [index, film] of films.entries()) {
  test(`${film.rate}: ${seeks} seeks and ${steps} steps show the frames meant`, async ({
    page,
  }) => {
    await logIn(page, "reviewer");
    await expect(page.getByRole("link", { name: new RegExp(stack.projectName) })).toBeVisible();
    await enter(page, film);
    const random = randomOf(index + 1);
    const wrong: string[] = [];
    const waits: number[] = [];
    const check = async (what: string, meant: number) => {
      const { named, shown, late } = await seen(page);
      waits.push(late);
      if (named !== meant || shown !== meant) wrong.push(`${what} ${meant}: ${named}, ${shown}`);
    };
    for (let seek = 0; seek < seeks; seek++) {
      const meant = random(film.frames);
      await goTo(page, meant);
      await check("seek to", meant);
    }
    let at = Math.floor(film.frames / 2);
    await goTo(page, at);
    await check("seek to", at);
    for (let step = 0; step < steps; step++) {
      const direction = random(3) ? 1 : -1;
      at += direction;
      await page.keyboard.press(direction === 1 ? "ArrowRight" : "ArrowLeft");
      await check("step to", at);
    }
    // Pressed faster than pictures come: none is lost.
    for (let step = 0; step < 25; step++) await page.keyboard.press("ArrowRight");
    at += 25;
    await expect.poll(() => seen(page)).toMatchObject({ named: at, shown: at });
    // biome-ignore lint/suspicious/noConsole: a figure for whoever measures
    console.log(`${film.rate}: the latest picture came ${Math.max(...waits).toFixed()} ms after`);
    expect(wrong).toEqual([]);
  });
}

test("59.94 has no EDL, which is said in a sentence in both languages", async ({
  page,
  request,
}) => {
  const film = films.find(({ rate }) => rate === "60000/1001");
  await logIn(page, "viewer", `/login?next=/projects/${stack.project}/videos/${film?.video}`);
  // The address of the log-in names the room, too: what is waited for is the room.
  await page.getByTestId("video-timestamp").waitFor();
  const viewer = await apiOf(request, "viewer");
  for (const { language, title, format, download, sentence } of [
    {
      ...{ language: "en", title: "Export feedback", format: "Format", download: "Download" },
      sentence: "59.94 frames per second, for which this format has no form",
    },
    {
      ...{ language: "ko", title: "피드백 내보내기", format: "형식", download: "내려받기" },
      sentence: "초당 59.94프레임인데, 이 형식으로는 나타낼 수 없어요",
    },
  ]) {
    await viewer.patch("users/me", { language });
    await page.reload();
    await page.getByRole("button", { name: title }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await dialog.getByLabel(format).selectOption("edl_resolve");
    await dialog.getByRole("button", { name: download }).click();
    await expect(dialog.getByRole("alert")).toContainText(sentence);
  }
});
