"use client";

import { Menu } from "@base-ui/react/menu";
import { Languages, Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { api } from "@/shared/api";
import { chooseLanguage, currentLanguage, LANGUAGES, type Language } from "@/shared/i18n";
import { chooseTheme, chosenTheme, type Theme } from "@/shared/lib/theme";
import { useSession } from "@/shared/session";
import { IconButton, menu } from "@/shared/ui";

const NAMES: Record<Language, string> = { en: "English", ko: "한국어" };
const THEMES: {
  theme: Theme;
  key: "themeSystem" | "themeLight" | "themeDark";
  Icon: typeof Sun;
}[] = [
  { theme: "system", key: "themeSystem", Icon: Monitor },
  { theme: "light", key: "themeLight", Icon: Sun },
  { theme: "dark", key: "themeDark", Icon: Moon },
];

/** The choices of language and colour scheme, as entries of a menu. */
export function SettingsItems() {
  const t = useTranslations("common");
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme(chosenTheme()), []);
  const session = useSession();
  const [update] = api.useUpdateMeMutation();

  function choose(language: Language): void {
    chooseLanguage(language);
    // A person's own language is that of their mails, and comes before the device's at the next
    // log-in. If this is not saved, the choice holds on this device until then.
    if (session) void update({ changeMe: { language } });
  }

  return (
    <>
      <Menu.Group>
        <Menu.GroupLabel className={menu.label}>{t("language")}</Menu.GroupLabel>
        <Menu.RadioGroup value={currentLanguage()} onValueChange={choose}>
          {LANGUAGES.map((language) => (
            <Menu.RadioItem key={language} value={language} className={menu.item} lang={language}>
              {NAMES[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Group>
      <Menu.Separator className={menu.separator} />
      <Menu.Group>
        <Menu.GroupLabel className={menu.label}>{t("theme")}</Menu.GroupLabel>
        <Menu.RadioGroup
          value={theme}
          onValueChange={(chosen: Theme) => {
            chooseTheme(chosen);
            setTheme(chosen);
          }}
        >
          {THEMES.map(({ theme: value, key, Icon }) => (
            <Menu.RadioItem key={value} value={value} className={menu.item}>
              <Icon aria-hidden="true" />
              {t(key)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Group>
    </>
  );
}

/** The same behind a button, for pages without a signed-in person. */
export function PageSettings() {
  const t = useTranslations("common");
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <IconButton label={`${t("language")}, ${t("theme")}`}>
            <Languages />
          </IconButton>
        }
      />
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={menu.popup}>
            <SettingsItems />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
