import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, CodeField, Form, Notice } from "@/shared/ui";
import styles from "./forms.module.scss";

type Props = {
  /** What its button does. */
  action: string;
  busy: boolean;
  /** Why it was refused, unless a field says that. */
  message: string | null;
  /** `text` gives a field's value. */
  onSend: (text: (name: string) => string) => void;
  lead?: ReactNode;
  /** What lies below the button. */
  after?: ReactNode;
  children: ReactNode;
};

/** A form of the pages around signing in. */
export function AuthForm({ action, busy, message, onSend, lead, after, children }: Props) {
  return (
    <Form className={styles.form} onSend={onSend}>
      {lead && <p className={styles.sent}>{lead}</p>}
      {message && <Notice kind="error">{message}</Notice>}
      {children}
      <Button kind="primary" type="submit" wide busy={busy}>
        {action}
      </Button>
      {after && <div className={styles.again}>{after}</div>}
    </Form>
  );
}

/** The code that a mail has brought. */
export function MailedCode({ error }: { error: string | undefined }) {
  const t = useTranslations("auth");
  return (
    <CodeField
      label={t("code")}
      name="key"
      autoFocus
      required
      error={error}
      placeholder="BCDF-GHJK"
    />
  );
}
