import { useTranslations } from "next-intl";
import type { ImportResponse } from "@/shared/api";
import styles from "./import-dialog.module.scss";

/** Rows that are shown; the rest is counted. */
const SHOWN = 200;

/** What people call the fields of the API. */
const FIELDS = {
  timestamp: "moment",
  frame: "moment",
  timecode: "moment",
  end_timestamp: "end",
  end_frame: "end",
  end_timecode: "end",
  length: "end",
  content: "content",
  status: "status",
  priority: "priority",
  tags: "tags",
} as const;

/** What a file has: what would be imported, what is there already, and what can't be read. */
export function Preview({ plan }: { plan: ImportResponse }) {
  const t = useTranslations("import");
  const { form, rows, line_errors: errors, created } = plan;
  const known = rows.length - created;
  const nameOf = (field: string) =>
    field in FIELDS ? t(`fields.${FIELDS[field as keyof typeof FIELDS]}`) : field;
  return (
    <div className={styles.preview}>
      <p role="status">{t("found", { form: t(`forms.${form}`), created, known })}</p>
      {errors.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
        <div className={styles.errors} tabIndex={0} role="alert">
          <p>{t("errors", { count: errors.length })}</p>
          <ul>
            {errors.slice(0, SHOWN).map(({ line, field, message }) => (
              <li key={line}>{t("error", { line, field: nameOf(field), message })}</li>
            ))}
          </ul>
          {errors.length > SHOWN && <p>{t("more", { count: errors.length - SHOWN })}</p>}
        </div>
      )}
      {rows.length > 0 && <Rows rows={rows} />}
    </div>
  );
}

function Rows({ rows }: { rows: ImportResponse["rows"] }) {
  const t = useTranslations("import");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys
    <section className={styles.rows} tabIndex={0} aria-label={t("preview")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("line")}</th>
            <th scope="col">{t("moment")}</th>
            <th scope="col">{t("content")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.line} data-known={row.known ? "" : undefined}>
              <td>{row.line}</td>
              <td>{row.timecode ?? row.timestamp}</td>
              <td>
                {row.known && <em>{t("known")} </em>}
                {row.content}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p>{t("more", { count: rows.length - SHOWN })}</p>}
    </section>
  );
}
