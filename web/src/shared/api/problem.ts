/** What a person is told of a refusal: a sentence, and one for each field of a form. */
export type Refusal = {
  status: number;
  code: string;
  message: string;
  fields: Record<string, string>;
};

type FieldError = { field?: string; param?: string; code?: string; message: string };
type Body = { detail?: string; code?: string; errors?: FieldError[] };

/**
 * Read an error of RTK Query: a problem document of the API, allauth's `errors`, or no answer at
 * all (status 0).
 */
export function refusalOf(error: unknown): Refusal {
  const { status, data } = (error ?? {}) as { status?: number | string; data?: Body };
  const fields: Record<string, string> = {};
  const body = typeof data === "object" && data !== null ? data : {};
  const general: string[] = [];
  for (const { field, param, message } of body.errors ?? []) {
    const name = field ?? param;
    if (name) fields[name] ??= message;
    else general.push(message);
  }
  return {
    status: typeof status === "number" ? status : 0,
    code: body.code ?? body.errors?.[0]?.code ?? "",
    message: general[0] ?? (Object.keys(fields).length > 0 ? "" : (body.detail ?? "")),
    fields,
  };
}
