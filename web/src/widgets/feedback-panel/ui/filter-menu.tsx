"use client";

import { Menu } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { Check, ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { conditionsOf } from "@/features/feedback-filter";
import { Hint, menu } from "@/shared/ui";
import type { Tools } from "./panel-tools";
import styles from "./panel-tools.module.scss";
import { toggled, useGroups } from "./use-conditions";

/** What the list is narrowed by; it stays open while one chooses. */
export function FilterMenu({ filter, onChange, feedbacks, earlier }: Tools) {
  const t = useTranslations("panel");
  const count = conditionsOf(filter);
  const groups = useGroups(feedbacks, filter);
  return (
    <Menu.Root>
      <Hint label={t("filter")}>
        <Menu.Trigger
          className={clsx(styles.filter, count > 0 && styles.active)}
          aria-label={count > 0 ? t("filterActive", { count }) : t("filter")}
        >
          <ListFilter aria-hidden="true" />
          {count > 0 && <span aria-hidden="true">{count}</span>}
        </Menu.Trigger>
      </Hint>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className={clsx(menu.popup, styles.popup)}>
            <Item checked={filter.mine} onChange={(mine) => onChange({ mine })}>
              {t("mine")}
            </Item>
            <Item checked={filter.unread} onChange={(unread) => onChange({ unread })}>
              {t("unread")}
            </Item>
            {earlier.length > 0 && (
              <Item checked={filter.earlier} onChange={(shown) => onChange({ earlier: shown })}>
                {t("withEarlier", { count: earlier.length })}
              </Item>
            )}
            {groups.map(
              ({ list, label, choices }) =>
                choices.length > 0 && (
                  <Menu.Group key={list}>
                    <Menu.Separator className={menu.separator} />
                    <Menu.GroupLabel className={menu.label}>{label}</Menu.GroupLabel>
                    {choices.map((choice) => (
                      <Item
                        key={choice.value}
                        checked={(filter[list] as string[]).includes(choice.value)}
                        onChange={() => onChange(toggled(filter, list, choice.value))}
                      >
                        {choice.label}
                      </Item>
                    ))}
                  </Menu.Group>
                ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type ItemProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode };

function Item({ checked, onChange, children }: ItemProps) {
  return (
    <Menu.CheckboxItem
      className={menu.item}
      checked={checked}
      onCheckedChange={onChange}
      closeOnClick={false}
    >
      <span className={styles.choice}>{children}</span>
      <span className={styles.check} aria-hidden="true">
        {checked && <Check />}
      </span>
    </Menu.CheckboxItem>
  );
}
