import type { Page } from "@playwright/test";
import { findings } from "./axe";
import { expect, logIn, named, stack, test } from "./stack";

// Browsers keep passkeys for names, not for addresses.
test.use({ baseURL: named });

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
  await expect(page.getByRole("button", { name: "Log in", exact: true })).toBeVisible();
}

test("a passkey is added, logs in without a password, and is removed", async ({ page }) => {
  await plugIn(page);
  await logIn(page, "viewer", "/login?next=/account/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const asks = page.getByRole("dialog", { name: "Is it you?" });
  await asks.getByLabel("Password", { exact: true }).fill(stack.password);
  await asks.getByRole("button", { name: "Confirm" }).click();
  const passkey = page.getByRole("listitem").filter({ hasText: /^Chrome on Linux, / });
  await expect(passkey).toContainText("Not used yet");
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey of this account already.")).toBeVisible();
  await expect(passkey).toHaveCount(1);

  await logOut(page);
  await page.goto("/login?next=/account/security");
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await expect(passkey).toContainText("Last used");

  await passkey.getByRole("button", { name: /^Remove / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(asks).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await asks.getByRole("button", { name: "Use a passkey" }).click();
  await expect(passkey).toHaveCount(0);

  // The device still has it; the account does not know it any more.
  await logOut(page);
  await page.goto("/login");
  await page.getByRole("button", { name: "Log in with a passkey" }).click();
  await expect(page.getByText("Incorrect code.")).toBeVisible();
  await logIn(page, "viewer");
  await expect(page.getByRole("button", { name: "Account: Viewer" })).toBeVisible();
});

test("where an address has no name, the page says that it has no passkeys", async ({ page }) => {
  const numbered = process.env.BASE_URL ?? "";
  await page.goto(`${numbered}/login?next=/account/security`);
  await expect(page.getByLabel("E-mail")).toBeVisible();
  await expect(page.getByRole("button", { name: "Log in with a passkey" })).toHaveCount(0);
  await logIn(page, "viewer", `${numbered}/login?next=/account/security`);
  await expect(page.getByText("No passkey can be added here", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a passkey" })).toHaveCount(0);
});
