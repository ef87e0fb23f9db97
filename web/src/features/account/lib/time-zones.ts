/** Where this device is: `Asia/Seoul`. */
export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The time zones to choose from, and the one that is chosen: browsers don't list `UTC`. */
export function timeZones(chosen: string): { value: string; label: string }[] {
  const all = new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen]);
  return [...all].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
