import { createHmac } from "node:crypto";
import { findings } from "./axe";
import { expect, logIn, stack, test } from "./stack";

/** The code that an authenticator app shows (RFC 6238). */
function codeOf(secret: string, now = Date.now()): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return `${(hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000}`.padStart(6, "0");
}

test("an authenticator app is set up, asked for, and removed", async ({ page }) => {
  await logIn(page, "viewer", "/login?next=/account/security");
  await page.getByRole("button", { name: "Set up", exact: true }).click();
  const setUp = page.getByRole("dialog", { name: "Set up your authenticator app" });
  await expect(setUp.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = await setUp.getByLabel("Key", { exact: true }).inputValue();
  await setUp.getByLabel("Code").fill("000000");
  await setUp.getByRole("button", { name: "Activate" }).click();
  await expect(setUp.getByText(/incorrect/i)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  // The code before this one is valid too: the log-in below uses now's, and each serves once.
  await setUp.getByLabel("Code").fill(codeOf(secret, Date.now() - 30_000));
  await setUp.getByRole("button", { name: "Activate" }).click();
  const asks = page.getByRole("dialog", { name: "Is it you?" });
  await asks.getByLabel("Password", { exact: true }).fill(stack.password);
  await asks.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Remove the authenticator app" })).toBeVisible();
  await page.getByRole("button", { name: "Show the codes" }).click();
  const codes = page.getByRole("dialog", { name: "Recovery codes" });
  await expect(codes.locator("code")).toHaveCount(10);
  const [recovery = ""] = await codes.locator("code").allTextContents();
  await codes.getByRole("button", { name: "Close" }).first().click();

  await page.getByRole("button", { name: "Account: Viewer" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await logIn(page, "viewer");
  await expect(page.getByRole("heading", { name: "Your second factor" })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel("Code").fill(codeOf(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Account: Viewer" })).toBeVisible();

  await page.getByRole("button", { name: "Account: Viewer" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await logIn(page, "viewer", "/login?next=/account/security");
  await page.getByLabel("Code").fill(recovery);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await asks.getByLabel("Password", { exact: true }).fill(stack.password);
  await asks.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("button", { name: "Set up", exact: true })).toBeVisible();
});
