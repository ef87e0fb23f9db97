import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"form">, "onSubmit" | "noValidate"> & {
  /** `text` gives what is in the field of a name. */
  onSend: (text: (name: string) => string, form: HTMLFormElement) => void;
};

/** A form whose fields say themselves what is wrong with them, not the browser. */
export function Form({ onSend, ...props }: Props) {
  return (
    <form
      {...props}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const fields = new FormData(form);
        onSend((name) => `${fields.get(name) ?? ""}`, form);
      }}
    />
  );
}
