/** An amount as people read it, for next-intl's `format.number(value, options)`. */
export type Amount = { value: number; options: Intl.NumberFormatOptions };

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Bytes in the largest unit that they fill, with at most three digits. */
export function bytesOf(bytes: number, perSecond = false): Amount {
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < UNITS.length - 1) {
    value /= 1000;
    index++;
  }
  const unit = UNITS[index] ?? "byte";
  const digits = index === 0 || value >= 99.5 ? 0 : 1;
  return {
    value,
    options: {
      style: "unit",
      unit: perSecond ? `${unit}-per-second` : unit,
      maximumFractionDigits: digits,
    },
  };
}

/** Seconds in seconds, minutes or hours: an estimate has no more digits than that. */
export function timeOf(seconds: number): Amount {
  const [value, unit] =
    seconds < 59.5
      ? [Math.max(1, Math.round(seconds)), "second"]
      : seconds < 3570
        ? [Math.round(seconds / 60), "minute"]
        : [Math.round(seconds / 360) / 10, "hour"];
  return { value, options: { style: "unit", unit, maximumFractionDigits: 1 } };
}
