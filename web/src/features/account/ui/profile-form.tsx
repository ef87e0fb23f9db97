"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, type ChangeMe, type Me, refusalOf } from "@/shared/api";
import { chooseLanguage } from "@/shared/i18n";
import { useAttempt, useReason } from "@/shared/lib/notifications";
import { Button, Form, SelectField, TextField } from "@/shared/ui";
import { deviceZone, timeZones } from "../lib/time-zones";
import styles from "./account.module.scss";
import { Saved } from "./saved";

/** What others call this person. */
export function NameForm({ me }: { me: Me }) {
  const t = useTranslations("account");
  const [update, { isLoading, isSuccess, error, reset }] = api.useUpdateMeMutation();
  const reason = useReason();
  return (
    <Form
      className={styles.form}
      onSend={(text) => void update({ changeMe: { name: text("name").trim() } })}
    >
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        maxLength={100}
        defaultValue={me.name}
        error={error ? reason(refusalOf(error)) : undefined}
        onChange={reset}
      />
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" busy={isLoading}>
          {t("save")}
        </Button>
        <Saved is={isSuccess} />
      </div>
    </Form>
  );
}

/** Language and time zone; saved as they are chosen. */
export function RegionForm({ me }: { me: Me }) {
  const t = useTranslations("account");
  const attempt = useAttempt();
  const [update] = api.useUpdateMeMutation();
  const [saved, setSaved] = useState(false);
  const device = deviceZone();

  async function save(changeMe: ChangeMe): Promise<void> {
    setSaved(false);
    const done = await attempt(update({ changeMe }));
    setSaved(done);
    if (done && changeMe.language) chooseLanguage(changeMe.language);
  }

  return (
    <div className={styles.form}>
      <SelectField
        label={t("language")}
        name="language"
        value={me.language ?? "auto"}
        options={[
          { value: "auto", label: t("languageAuto") },
          { value: "en", label: "English" },
          { value: "ko", label: "한국어" },
        ]}
        description={t("languageHelp")}
        onChange={(value) => void save({ language: value === "auto" ? null : value })}
      />
      <SelectField
        label={t("timeZone")}
        name="time_zone"
        value={me.time_zone}
        options={timeZones(me.time_zone)}
        description={t("timeZoneHelp")}
        onChange={(time_zone) => void save({ time_zone })}
      />
      <div className={styles.buttons}>
        {me.time_zone !== device && (
          <Button small onClick={() => void save({ time_zone: device })}>
            {t("useDeviceZone", { zone: device.replaceAll("_", " ") })}
          </Button>
        )}
        <Saved is={saved} />
      </div>
    </div>
  );
}
