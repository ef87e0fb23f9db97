"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Feedback } from "@/entities/feedback";
import { type Filter, type LISTS, PRIORITIES, STATUSES } from "@/features/feedback-filter";

type List = (typeof LISTS)[number];
export type Choice = { value: string; label: string };
export type Group = { list: List; label: string; choices: Choice[] };

/** What the list can be narrowed by: what occurs in it, and what it is narrowed by already. */
export function useGroups(feedbacks: Feedback[], filter: Filter): Group[] {
  const t = useTranslations("panel");
  const room = useTranslations("room");
  return useMemo(() => {
    const authors = new Map<string, string>();
    const assignees = new Map<string, string>();
    const tags = new Set<string>(filter.tag);
    for (const { user, assignee, tags: its } of feedbacks) {
      authors.set(user.id, user.name);
      if (assignee) assignees.set(assignee.id, assignee.name);
      for (const tag of its) tags.add(tag);
    }
    const people = (names: Map<string, string>, chosen: string[]) => {
      // Somebody whom the address names, and of whom nothing is here.
      for (const id of chosen) if (!names.has(id)) names.set(id, t("somebody"));
      return [...names]
        .map(([value, label]) => ({ value, label }))
        .sort((a, b) => a.label.localeCompare(b.label));
    };
    const choices: Record<List, Choice[]> = {
      status: STATUSES.map((value) => ({ value, label: room(`statuses.${value}`) })),
      priority: PRIORITIES.map((value) => ({ value, label: room(`priorities.${value}`) })),
      assignee: people(assignees, filter.assignee),
      author: people(authors, filter.author),
      tag: [...tags].sort().map((value) => ({ value, label: `#${value}` })),
    };
    const order: List[] = ["status", "priority", "assignee", "author", "tag"];
    return order.map((list) => ({ list, label: t(`by.${list}`), choices: choices[list] }));
  }, [t, room, feedbacks, filter]);
}

/** The same filter with a value of one of its lists, or without it. */
export function toggled(filter: Filter, list: List, value: string): Partial<Filter> {
  const values: string[] = filter[list];
  return {
    [list]: values.includes(value) ? values.filter((one) => one !== value) : [...values, value],
  };
}
