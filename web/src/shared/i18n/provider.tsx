"use client";

import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { currentLanguage, type Language, useLanguage } from "./language";

/** Only the texts of the language in use are loaded; next.config.ts compiles them. */
const CATALOGUES = {
  en: () => import("./messages/en").then(({ en }) => en),
  ko: () => import("./messages/ko").then(({ ko }) => ko),
};
type Texts = { language: Language; messages: Awaited<ReturnType<typeof CATALOGUES.en>> };

// The texts come while React prepares the page, not only after that.
if (typeof window !== "undefined") void CATALOGUES[currentLanguage()]();

/** Shows its children in the reader's language, as soon as that and its texts are known. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const texts = useTexts();
  useEffect(() => {
    if (texts) document.documentElement.lang = texts.language;
  }, [texts]);
  if (!texts) return null;
  return (
    <NextIntlClientProvider
      locale={texts.language}
      messages={texts.messages}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </NextIntlClientProvider>
  );
}

/** Where the language changes, the texts before stay until those of the next have come. */
function useTexts(): Texts | null {
  const language = useLanguage();
  const [texts, setTexts] = useState<Texts | null>(null);
  useEffect(() => {
    if (!language) return;
    let isWanted = true;
    void CATALOGUES[language]().then((messages) => {
      if (isWanted) setTexts({ language, messages });
    });
    return () => {
      isWanted = false;
    };
  }, [language]);
  return texts;
}
