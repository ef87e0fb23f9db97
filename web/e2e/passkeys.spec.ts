import type { Page } from "@playwright/test";
import { findings } from "./axe";
import { expect, logIn, test } from "./stack";

/** A device that keeps passkeys, and to which the person has shown a finger. */
async function plugIn(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account: Viewer" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
}

test("a passkey is added, logs in without a password, and is removed", async ({ page }) => {
  await plugIn(page);
  await logIn(page, "viewer", "/login?next=/account/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const passkey = page.getByRole("listitem").filter({ hasText: "Passkey of" });
  await expect(passkey.getByText("Not used yet")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  // The device has one of this account already, and says so.
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("No passkey was made.", { exact: false })).toBeVisible();
  await expect(passkey).toHaveCount(1);

  await logOut(page);
  await page.goto("/login?next=/account/security");
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await expect(passkey.getByText("Last used")).toBeVisible();

  await passkey.getByRole("button", { name: /^Remove Passkey of/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(passkey).toHaveCount(0);

  // The device still has it; the account does not know it any more.
  await logOut(page);
  await page.goto("/login");
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await logIn(page, "viewer");
  await expect(page.getByRole("button", { name: "Account: Viewer" })).toBeVisible();
});
