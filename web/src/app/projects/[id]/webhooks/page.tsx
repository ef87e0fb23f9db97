import { WebhooksPage } from "./webhooks-page";

export const dynamicParams = false;

/** One page for all ids: shared/lib/ids.ts reads them from the address. */
export function generateStaticParams() {
  return [{ id: "_" }];
}

export default function Page() {
  return <WebhooksPage />;
}
