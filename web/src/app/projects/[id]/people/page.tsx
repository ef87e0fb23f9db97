import { PeoplePage } from "./people-page";

export const dynamicParams = false;

/** One page for all ids: shared/lib/address/ids.ts reads them from the address. */
export function generateStaticParams() {
  return [{ id: "_" }];
}

export default function Page() {
  return <PeoplePage />;
}
