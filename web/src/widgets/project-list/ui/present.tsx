import { useTranslations } from "next-intl";
import type { UserInfo } from "@/shared/api";
import { Avatar } from "@/shared/ui";
import styles from "./project-list.module.scss";

const MOST = 3;

/** Who else is in a project now. */
export function Present({ people }: { people: UserInfo[] }) {
  const t = useTranslations("projects");
  const names = people.map(({ name }) => name).join(", ");
  return (
    <span className={styles.present} data-testid="present">
      <span className={styles.avatars} title={names}>
        {people.slice(0, MOST).map((person) => (
          <Avatar key={person.id} person={person} small />
        ))}
      </span>
      <span className={styles.here}>{t("here", { count: people.length })}</span>
      <span className={styles.names}>{names}</span>
    </span>
  );
}
