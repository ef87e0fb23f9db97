"use client";

import { useTranslations } from "next-intl";
import { Button } from "../button/button";
import { Dialog, DialogActions } from "../dialog/dialog";
import { Notice } from "../feedback/notice";
import styles from "./overtaken.module.scss";

/** What somebody else made of a thing meanwhile, and what this person wants it to be. */
export type BothValues = {
  /** What it is called; without it there is only one thing. */
  label?: string;
  now: string;
  yours: string;
};

/**
 * Above the fields of a form: somebody else changed the same thing. Sending the form again takes the
 * place of theirs.
 */
export function Overtaken({ values, onTheirs }: { values: BothValues[]; onTheirs: () => void }) {
  const t = useTranslations("common");
  return (
    <Notice kind="error">
      <p>{t("changedMeanwhile")}</p>
      <Both values={values} />
      <Button small onClick={onTheirs}>
        {t("keepTheirs")}
      </Button>
    </Notice>
  );
}

type DialogProps = {
  /** null: nothing was overtaken, and the dialog is closed. */
  values: BothValues[] | null;
  onTheirs: () => void;
  onMine: () => void;
};

/** The same for what is changed by one press, without a form. */
export function OvertakenDialog({ values, onTheirs, onMine }: DialogProps) {
  const t = useTranslations("common");
  return (
    <Dialog open={values !== null} onClose={onTheirs} title={t("changedMeanwhile")}>
      <Both values={values ?? []} />
      <DialogActions>
        <Button onClick={onTheirs}>{t("keepTheirs")}</Button>
        <Button kind="primary" onClick={onMine}>
          {t("saveMine")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Both({ values }: { values: BothValues[] }) {
  const t = useTranslations("common");
  return values.map(({ label = "", now, yours }) => (
    <div key={label} className={styles.both}>
      {label && <strong>{label}</strong>}
      <dl>
        <dt>{t("valueNow")}</dt>
        <dd>{now || t("valueEmpty")}</dd>
        <dt>{t("valueYours")}</dt>
        <dd>{yours || t("valueEmpty")}</dd>
      </dl>
    </div>
  ));
}
