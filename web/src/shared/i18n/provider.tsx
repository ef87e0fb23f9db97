"use client";

import { usePathname } from "next/navigation";
import { type AppConfig, NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useLoaded } from "../parts";
import { currentLanguage, type Language, useLanguage } from "./language";

/** Only the texts of the language in use are loaded; next.config.ts compiles them. */
const CATALOGUES = {
  en: {
    core: () => import("./messages/en/core").then(({ core }) => core),
    rest: () => import("./messages/en/rest").then(({ rest }) => rest),
  },
  ko: {
    core: () => import("./messages/ko/core").then(({ core }) => core),
    rest: () => import("./messages/ko/rest").then(({ rest }) => rest),
  },
};
type Texts = { language: Language; messages: Partial<AppConfig["Messages"]>; whole: boolean };

/** The room says less than all pages together, and comes sooner without the rest. */
const isRoom = (path: string) => /\/videos\/|^\/feedback\/public\//.test(path);

/** Load what other pages than the room say, so that it is there when one goes on to them. */
export const loadRest = () => CATALOGUES[currentLanguage()].rest();

async function loaded(language: Language, whole: boolean): Promise<Texts> {
  const { core, rest } = CATALOGUES[language];
  const [first, second] = await Promise.all([core(), whole ? rest() : {}]);
  return { language, messages: { ...first, ...second }, whole };
}

// The texts come while React prepares the page, not only after that.
if (typeof window !== "undefined") {
  void loaded(currentLanguage(), !isRoom(window.location.pathname));
}

/** Shows its children in the reader's language, as soon as that and its texts are known. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const texts = useTexts(!isRoom(usePathname()));
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

/** Shows what the room opens seldom, once it has the texts that the room itself does not say. */
export function RestTexts({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const core = useMessages();
  const rest = useLoaded(loadRest);
  if (!rest) return null;
  return (
    <NextIntlClientProvider locale={locale} messages={{ ...core, ...rest }}>
      {children}
    </NextIntlClientProvider>
  );
}

/** Where the language changes, the texts before stay until those of the next have come. */
function useTexts(whole: boolean): Texts | null {
  const language = useLanguage();
  const [texts, setTexts] = useState<Texts | null>(null);
  useEffect(() => {
    if (!language) return;
    let isWanted = true;
    void loaded(language, whole).then((now) => {
      if (isWanted) setTexts(now);
    });
    return () => {
      isWanted = false;
    };
  }, [language, whole]);
  return texts && (texts.whole || !whole) ? texts : null;
}
