"use client";

import { type ComponentProps, useRef } from "react";
import { Button } from "@/shared/ui";
import { type Picked, picked } from "../lib/files";
import styles from "./file-button.module.scss";

/** Files whose type systems often don't know are named by their extensions. */
const ACCEPT = "video/*,.mxf,.mkv,.mts,.m2ts,.mov,.avi,.dv";

type Props = Omit<ComponentProps<typeof Button>, "onClick"> & {
  multiple?: boolean;
  accept?: string;
  onFiles: (files: Picked[]) => void;
};

/** A button that asks for files: for videos, unless it accepts others. */
export function FileButton({ multiple = false, accept = ACCEPT, onFiles, ...props }: Props) {
  const choose = useFileChoice(onFiles, multiple, accept);
  return (
    <>
      <Button {...props} onClick={choose.open} />
      {choose.input}
    </>
  );
}

/** The browser's dialog for files, for controls of any kind. Put `input` beside them. */
export function useFileChoice(
  onFiles: (files: Picked[]) => void,
  multiple = false,
  accept = ACCEPT,
) {
  const ref = useRef<HTMLInputElement>(null);
  const input = (
    <input
      ref={ref}
      type="file"
      accept={accept}
      multiple={multiple}
      className={styles.input}
      tabIndex={-1}
      aria-hidden="true"
      onChange={({ currentTarget }) => {
        const files = picked(currentTarget.files ?? []);
        // The same file again is a change, too.
        currentTarget.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
  return { open: () => ref.current?.click(), input };
}
