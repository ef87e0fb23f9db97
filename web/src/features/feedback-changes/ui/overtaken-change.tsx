"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { useAppDispatch } from "@/shared/lib/store";
import { type BothValues, OvertakenDialog } from "@/shared/ui";
import { changeFeedback } from "../model/actions";
import { type Change, overtaken, selectOvertaken } from "../model/slice";

/** Asks what a feedback shall have, where two people have changed the same thing. */
export function OvertakenChange() {
  const t = useTranslations("panel");
  const dispatch = useAppDispatch();
  const asked = useSelector(selectOvertaken);
  const valuesOf = useValues();
  const close = () => dispatch(overtaken(null));
  return (
    <OvertakenDialog
      values={asked && valuesOf(asked.now, asked.changes)}
      onTheirs={close}
      onMine={() => {
        close();
        if (asked) void dispatch(changeFeedback(asked.now, asked.changes, t("notDone")));
      }}
    />
  );
}

function useValues() {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  return (now: Change, yours: Change): BothValues[] => {
    const values: BothValues[] = [];
    if (now.status && yours.status) {
      const [one, other] = [now.status, yours.status];
      const label = room("status");
      values.push({ label, now: room(`statuses.${one}`), yours: room(`statuses.${other}`) });
    }
    if (now.priority && yours.priority) {
      const [one, other] = [now.priority, yours.priority];
      const label = room("priority");
      values.push({ label, now: room(`priorities.${one}`), yours: room(`priorities.${other}`) });
    }
    if (yours.assignee !== undefined) {
      const nameOf = ({ assignee }: Change) => assignee?.name ?? t("nobody");
      values.push({ label: t("by.assignee"), now: nameOf(now), yours: nameOf(yours) });
    }
    return values;
  };
}
