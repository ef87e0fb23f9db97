"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, Form, PasswordField, TextField } from "@/shared/ui";
import { enterByLink } from "../model/actions";
import styles from "./link-form.module.scss";

type Props = { projectId: string; token: string; password: "no" | "required" | "wrong" };

/** A guest says who they are, and the password if the link has one. */
export function LinkForm({ projectId, token, password }: Props) {
  const t = useTranslations("door");
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);
  const asksPassword = password !== "no";
  return (
    <Form
      className={styles.form}
      onSend={async (text) => {
        setBusy(true);
        await dispatch(enterByLink(projectId, token, text("name").trim(), text("password")));
        setBusy(false);
      }}
    >
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        maxLength={100}
        autoFocus={!asksPassword}
        description={t("nameHelp")}
      />
      {asksPassword && (
        <PasswordField
          label={t("password")}
          name="password"
          autoComplete="off"
          autoFocus
          error={password === "wrong" ? t("wrongPassword") : undefined}
          description={t("passwordHelp")}
        />
      )}
      <Button kind="primary" type="submit" wide busy={busy}>
        {t("enter")}
      </Button>
    </Form>
  );
}
