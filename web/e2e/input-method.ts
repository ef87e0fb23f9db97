import type { CDPSession, Page } from "@playwright/test";

/** Types by an input method, as Korean is typed: a syllable is composed from several keys. */
export class InputMethod {
  private constructor(private readonly client: CDPSession) {}

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  /** Let a syllable be as it is while its keys come: "ㅎ", "하", "한". It is not ended. */
  async compose(...states: string[]): Promise<void> {
    for (const text of states) {
      await this.client.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
  }

  /** End the syllable as this text. */
  async end(text: string): Promise<void> {
    await this.client.send("Input.insertText", { text });
  }

  /** Press a key that the input method takes: the page is told of it, with 229 as its code. */
  async press(key: "Enter" | "Escape"): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode: 229 };
    await this.client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.client.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }
}
