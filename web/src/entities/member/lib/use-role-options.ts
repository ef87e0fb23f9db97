import { useTranslations } from "next-intl";

const ROLES = ["viewer", "reviewer", "editor", "admin"] as const;
type Role = (typeof ROLES)[number];

/** The roles up to `most`, to choose from. */
export function useRoleOptions(most: Role) {
  const t = useTranslations("people");
  return ROLES.slice(0, ROLES.indexOf(most) + 1).map((value) => ({
    value,
    label: t(`roles.${value}`),
  }));
}
