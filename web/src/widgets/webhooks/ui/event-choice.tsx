"use client";

import { useTranslations } from "next-intl";
import { ALL_GROUPS, type Group } from "../lib/groups";
import styles from "./webhooks.module.scss";

type Props = {
  chosen: readonly Group[];
  error?: string | undefined;
  onChange: (groups: Group[]) => void;
};

/** Which events are sent. */
export function EventChoice({ chosen, error, onChange }: Props) {
  const t = useTranslations("webhooks");
  const toggle = (group: Group, isOn: boolean) =>
    onChange(ALL_GROUPS.filter((each) => (each === group ? isOn : chosen.includes(each))));
  return (
    <fieldset className={styles.choice}>
      <legend>{t("events")}</legend>
      {ALL_GROUPS.map((group) => (
        <label key={group}>
          <input
            type="checkbox"
            checked={chosen.includes(group)}
            onChange={(event) => toggle(group, event.target.checked)}
          />
          {t(`groups.${group}`)}
        </label>
      ))}
      {error && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
