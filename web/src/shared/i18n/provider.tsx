"use client";

import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useLanguage } from "./language";
import { en, ko } from "./messages";

const MESSAGES = { en, ko };

/** Shows its children in the reader's language; before that is known, nothing. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  useEffect(() => {
    if (language) document.documentElement.lang = language;
  }, [language]);
  if (!language) return null;
  return (
    <NextIntlClientProvider
      locale={language}
      messages={MESSAGES[language]}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </NextIntlClientProvider>
  );
}
