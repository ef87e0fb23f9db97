"use client";

import { MessageSquarePlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useDeferredValue, useMemo, useState } from "react";
import { useSelector } from "react-redux";
import type { Feedback } from "@/entities/feedback";
import { isAtLeast } from "@/entities/project";
import { filtered, isNarrowed, useFilter, useFound, widened } from "@/features/feedback-filter";
import { selectUnread, useUnread } from "@/features/unread";
import type { Member } from "@/shared/api";
import { Button } from "@/shared/ui";
import { rightsOver } from "../lib/rights";
import { BulkBar } from "./bulk-bar";
import { FeedbackList } from "./feedback-list";
import type { Props as PanelProps } from "./feedback-panel";
import styles from "./feedback-panel.module.scss";
import { PanelTools } from "./panel-tools";
import { UnreadNote } from "./unread-note";
import { UnsentHere } from "./unsent";
import type { Earlier } from "./use-earlier";
import { useIsUnread } from "./use-is-unread";

type Props = PanelProps & {
  earlier: Earlier;
  members: Member[];
  /** How far the list is scrolled: one comes back from a thread to where one was. */
  place: RefObject<number>;
};

const NOBODY: ReadonlySet<string> = new Set();

/** The list of all feedback, what it is narrowed by, and what is done with many. */
export function Overview({
  video,
  feedbacks,
  earlier,
  members,
  me,
  role,
  form,
  drafts,
  loaded,
  tools,
  ...props
}: Props) {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  const [filter, change] = useFilter();
  const found = useFound({ projectId: video.project_id, videoId: video.id }, filter.words);
  const [selected, select] = useState<ReadonlySet<string> | null>(null);
  // What one types has to appear at once; a list of thousands may follow.
  const deferred = useDeferredValue(filter);
  const unread = useUnread();
  const { older } = useSelector(selectUnread);
  const isUnread = useIsUnread(unread, deferred.unread);
  const reader = useMemo(() => ({ id: me.id, isUnread, found }), [me.id, isUnread, found]);
  const rows = useMemo(() => filtered(feedbacks, deferred, reader), [feedbacks, deferred, reader]);
  const before = useMemo(
    () => (deferred.earlier ? filtered(earlier.feedbacks, deferred, reader) : []),
    [earlier, deferred, reader],
  );
  const chosen = useMemo(
    () => [...rows, ...before].filter(({ id }) => selected?.has(id)),
    [rows, before, selected],
  );
  const mayReview = isAtLeast(role, "reviewer");
  const maySelect = (one: Feedback) => !one._optimistic && rightsOver(one, me.id, role).maySort;
  const selectAll = () =>
    select(new Set([...rows, ...before].filter(maySelect).map(({ id }) => id)));
  return (
    <>
      <header className={styles.header}>
        <h2>
          {room("feedback")}{" "}
          <span className={styles.count} data-testid="feedback-count">
            {isNarrowed(filter)
              ? t("countOf", { count: rows.length, all: feedbacks.length })
              : feedbacks.length}
          </span>
        </h2>
        <UnreadNote
          videoId={video.id}
          count={feedbacks.reduce((sum, { id }) => sum + (unread.get(id) ?? 0), older)}
          shown={filter.unread}
          onShow={(shown) => change({ unread: shown })}
        />
        {mayReview && !form && (
          <Button kind="primary" small onClick={props.onGive} data-testid="give-feedback">
            <MessageSquarePlus aria-hidden="true" />
            <span className={styles.give}>{room("give")}</span>
          </Button>
        )}
      </header>
      {form}
      {drafts}
      <UnsentHere videoId={video.id} role={role} loaded={loaded} />
      <PanelTools
        filter={filter}
        onChange={change}
        feedbacks={feedbacks}
        earlier={earlier.feedbacks}
        more={tools}
        selecting={selected !== null}
        onSelect={mayReview ? () => select(selected ? null : NOBODY) : undefined}
      />
      <FeedbackList
        rows={rows}
        before={before}
        versionOf={earlier.versionOf}
        unread={unread}
        narrowed={isNarrowed(filter)}
        onWiden={() => change(widened(filter))}
        mayReview={mayReview}
        selected={selected}
        maySelect={maySelect}
        onSelected={select}
        onOpen={props.onOpen}
        place={props.place}
      />
      {selected && (
        <BulkBar
          feedbacks={chosen}
          me={me}
          role={role}
          members={members}
          onAll={selectAll}
          onDone={() => select(null)}
        />
      )}
    </>
  );
}
