import { useFormatter } from "next-intl";
import { type Amount, bytesOf, timeOf } from "../lib/amounts";

/** Bytes, speeds and times in the words of the reader's language. */
export function useAmounts() {
  const format = useFormatter();
  const write = ({ value, options }: Amount) => format.number(value, options as never);
  return {
    bytes: (bytes: number) => write(bytesOf(bytes)),
    speed: (bytes: number) => write(bytesOf(bytes, true)),
    time: (seconds: number) => write(timeOf(seconds)),
  };
}
