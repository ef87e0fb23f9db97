import { useTranslations } from "next-intl";
import type { Member } from "@/entities/member";
import { RemoveMember, RoleSelect } from "@/features/membership";
import { Ago, Avatar } from "@/shared/ui";
import styles from "./people.module.scss";

type Props = {
  projectId: string;
  members: Member[];
  meId: string;
  isAdmin: boolean;
  onLeft: () => void;
};

export function MemberList({ projectId, members, meId, isAdmin, onLeft }: Props) {
  const t = useTranslations("people");
  const admins = members.filter(({ role }) => role === "admin");
  return (
    <ul className={styles.list}>
      {members.map((member) => {
        const { id, user, role, guest, joined_at } = member;
        const isMe = id === meId;
        const isOnlyAdmin = role === "admin" && admins.length === 1;
        return (
          <li key={id} className={styles.row} data-testid="member">
            <Avatar person={user} />
            <div className={styles.who}>
              <span className={styles.name}>
                <strong>{user.name}</strong>
                {isMe && <span className={styles.badge}>{t("you")}</span>}
                {guest && <span className={styles.badge}>{t("guest")}</span>}
              </span>
              <span className={styles.detail}>
                {user.email && <span>{user.email}</span>}
                <span>{t.rich("joined", { when: () => <Ago at={joined_at} /> })}</span>
              </span>
              {isOnlyAdmin && isMe && <span className={styles.detail}>{t("onlyAdmin")}</span>}
            </div>
            <div className={styles.actions}>
              {isAdmin ? (
                <RoleSelect projectId={projectId} member={member} disabled={isOnlyAdmin} />
              ) : (
                <span className={styles.role}>{t(`roles.${role}`)}</span>
              )}
              {(isAdmin || isMe) && !isOnlyAdmin && (
                <RemoveMember {...{ projectId, member, isMe, onLeft }} />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
