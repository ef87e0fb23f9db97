"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useRef } from "react";
import { useSelector } from "react-redux";
import type { Feedback } from "@/entities/feedback";
import { type Change, changeFeedback } from "@/features/feedback-changes";
import { Reactions } from "@/features/reaction";
import { selectEdit, TextEdit } from "@/features/text-edit";
import { useSeen } from "@/features/unread";
import type { Member } from "@/shared/api";
import { useAppDispatch } from "@/shared/lib/store";
import { Avatar, BotBadge, MentionedText } from "@/shared/ui";
import type { Rights } from "../lib/rights";
import { AssigneeMenu } from "./assignee-menu";
import { PriorityMenu } from "./priority-menu";
import styles from "./thread.module.scss";

const MAX_LENGTH = 5000;

type Props = {
  feedback: Feedback;
  /** The earlier version it was given on. */
  version: number | null;
  meId: string;
  rights: Rights;
  members: Member[];
};

/** Who says what must change, how urgent it is, and who does it. */
export function FeedbackBody({ feedback, version, meId, rights, members }: Props) {
  const t = useTranslations("panel");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const edit = useSelector((state: Parameters<typeof selectEdit>[0]) =>
    selectEdit(state, feedback.id),
  );
  const { id, user, content, created_at } = feedback;
  const element = useRef<HTMLElement>(null);
  useSeen(element, id);
  return (
    <article ref={element} className={styles.body} aria-busy={feedback._optimistic}>
      <div className={styles.who}>
        <Avatar person={user} />
        <strong>{user.name}</strong>
        <BotBadge person={user} />
        <time dateTime={created_at}>{format.relativeTime(new Date(created_at), now)}</time>
        {version !== null && <span className={styles.version}>{t("givenOn", { version })}</span>}
      </div>
      {edit && rights.mayEdit ? (
        <TextEdit
          projectId={feedback.project_id}
          mentions={feedback.mentions}
          edit={edit}
          maxLength={MAX_LENGTH}
        />
      ) : (
        <p className={styles.text}>
          <MentionedText text={content} people={feedback.mentions} meId={meId} />
        </p>
      )}
      <Facts feedback={feedback} rights={rights} members={members} />
      {!feedback._optimistic && (
        <div className={styles.reactions}>
          <Reactions
            target={{ kind: "feedback", id }}
            people={feedback.reacted_by}
            meId={meId}
            mayReact={rights.mayReview}
          />
        </div>
      )}
    </article>
  );
}

/** Priority, assignee and tags: to be changed by those who may, else to be read. */
function Facts({ feedback, rights, members }: Pick<Props, "feedback" | "rights" | "members">) {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  const dispatch = useAppDispatch();
  const { priority, tags, assignee } = feedback;
  const change = (changes: Change) =>
    void dispatch(changeFeedback(feedback, changes, t("notDone")));
  const maySort = rights.maySort && !feedback._optimistic;
  return (
    <ul className={styles.facts}>
      {maySort ? (
        <>
          <li className={styles.control}>
            <PriorityMenu value={priority} onChange={(value) => change({ priority: value })} />
          </li>
          <li className={styles.control}>
            <AssigneeMenu members={members} onChoose={(person) => change({ assignee: person })}>
              <span className={styles.assignee}>
                {assignee ? room("assignedTo", { name: assignee.name }) : t("assign")}
              </span>
            </AssigneeMenu>
          </li>
        </>
      ) : (
        <>
          {priority !== "medium" && (
            <li data-priority={priority}>{room(`priorities.${priority}`)}</li>
          )}
          {assignee && <li>{room("assignedTo", { name: assignee.name })}</li>}
        </>
      )}
      {tags.map((tag) => (
        <li key={tag}>#{tag}</li>
      ))}
    </ul>
  );
}
