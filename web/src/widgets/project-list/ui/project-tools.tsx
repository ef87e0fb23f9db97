import { useTranslations } from "next-intl";
import { SearchField, Select } from "@/shared/ui";
import { ORDERS, type Order } from "../lib/order";
import styles from "./project-list.module.scss";

type Props = {
  words: string;
  onWords: (words: string) => void;
  order: Order;
  onOrder: (order: Order) => void;
  found: number;
};

/** The search among the projects, and their order. */
export function ProjectTools({ words, onWords, order, onOrder, found }: Props) {
  const t = useTranslations("projects");
  return (
    <div className={styles.tools}>
      <SearchField label={t("search")} value={words} onChange={onWords} />
      <Select<Order>
        label={t("order")}
        value={order}
        options={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
        onChange={onOrder}
      />
      <span role="status">{words && t("found", { count: found })}</span>
    </div>
  );
}
