"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, type EmailPreferences, type NotificationPreferences } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Button, Notice, SelectField, Skeleton } from "@/shared/ui";
import styles from "./account.module.scss";
import { Saved } from "./saved";

const WHEN = ["now", "digest", "off"] as const;
const EVERY = ["hourly", "daily"] as const;

/** Which mails somebody wants, and which projects they hear nothing from; saved as it is chosen. */
export function MailPreferences() {
  const t = useTranslations("account");
  const attempt = useAttempt();
  const query = { refetchOnMountOrArgChange: true };
  const preferences = api.useGetNotificationPreferencesQuery({}, query);
  const list = api.useListProjectsQuery({ limit: 500 });
  const [put] = api.usePutNotificationPreferencesMutation();
  const [chosen, setChosen] = useState<NotificationPreferences | null>(null);
  const [saved, setSaved] = useState(false);
  const now = chosen ?? preferences.data;
  const projects = list.data;
  const missing = [preferences, list].filter(({ isError, data }) => isError && !data);
  const again = () => {
    for (const { refetch } of missing) void refetch();
  };
  if (missing.length > 0) {
    return (
      <div className={styles.form}>
        <Notice kind="error">{t("loadFailed")}</Notice>
        <Button onClick={again}>{t("again")}</Button>
      </div>
    );
  }
  if (!now || !projects) return <Skeleton height={160} />;

  async function save(notificationPreferences: NotificationPreferences): Promise<void> {
    const before = chosen;
    setChosen(notificationPreferences);
    setSaved(false);
    const done = await attempt(put({ notificationPreferences }));
    setSaved(done);
    if (!done) setChosen(before);
  }
  const { email, muted_projects } = now;
  const mail = (changes: Partial<EmailPreferences>) =>
    void save({ ...now, email: { ...email, ...changes } });
  const whenOptions = WHEN.map((value) => ({ value, label: t(`when.${value}`) }));
  return (
    <div className={styles.form}>
      <SelectField
        label={t("mentions")}
        name="mentions"
        value={email.mentions}
        options={whenOptions}
        onChange={(mentions) => mail({ mentions })}
      />
      <SelectField
        label={t("others")}
        name="others"
        value={email.others}
        options={whenOptions}
        description={t("othersHelp")}
        onChange={(others) => mail({ others })}
      />
      {(email.mentions === "digest" || email.others === "digest") && (
        <SelectField
          label={t("digest")}
          name="digest"
          value={email.digest}
          options={EVERY.map((value) => ({ value, label: t(`digestEvery.${value}`) }))}
          onChange={(digest) => mail({ digest })}
        />
      )}
      <h3>{t("muted")}</h3>
      <p className={styles.help}>{projects.length > 0 ? t("mutedHelp") : t("noProjects")}</p>
      {projects.map(({ id, name }) => (
        <label key={id} className={styles.check}>
          <input
            type="checkbox"
            aria-label={t("mute", { project: name })}
            checked={muted_projects.includes(id)}
            onChange={(event) => {
              const others = muted_projects.filter((muted) => muted !== id);
              void save({
                ...now,
                muted_projects: event.target.checked ? [...others, id] : others,
              });
            }}
          />
          {name}
        </label>
      ))}
      <Saved is={saved} />
    </div>
  );
}
