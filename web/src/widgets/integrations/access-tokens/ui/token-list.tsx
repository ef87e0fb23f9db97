"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { PersonalTokenResponse, ProjectTokenResponse } from "@/shared/api";
import {
  Ago,
  Button,
  CopyField,
  Dialog,
  DialogActions,
  EmptyState,
  Notice,
  Skeleton,
} from "@/shared/ui";
import styles from "./access-tokens.module.scss";
import { EndToken } from "./end-token";
import { type NewToken, TokenForm } from "./token-form";

type Token = PersonalTokenResponse | ProjectTokenResponse;
type Props = {
  tokens: Token[] | undefined;
  failed: boolean;
  projectId?: string;
  readAgain: () => void;
};

/** Access tokens, the newest first; making one, and ending them. */
export function TokenList({ tokens, failed, projectId, readAgain }: Props) {
  const t = useTranslations("tokens");
  const people = useTranslations("people");
  const [makes, setMakes] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const [showsEnded, setShowsEnded] = useState(false);
  if (!tokens) {
    return failed ? (
      <div className={styles.failed}>
        <Notice kind="error">{t("failed")}</Notice>
        <Button onClick={readAgain}>{people("again")}</Button>
      </div>
    ) : (
      <Skeleton height={48} />
    );
  }
  const active = tokens.filter(({ state }) => state === "active");
  const ended = tokens.length - active.length;
  const shown = showsEnded ? tokens : active;
  return (
    <div className={styles.tokens}>
      <div className={styles.head}>
        <p className={styles.help}>{t(projectId ? "helpProject" : "help")}</p>
        <Button kind="primary" onClick={() => setMakes(true)}>
          <KeyRound aria-hidden="true" />
          {t("new")}
        </Button>
      </div>
      {shown.length === 0 && (
        <EmptyState icon={<KeyRound />} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {shown.map((token) => (
          <Row key={token.id} {...{ token, readAgain }} {...(projectId && { projectId })} />
        ))}
      </ul>
      {ended > 0 && (
        <Button kind="quiet" small onClick={() => setShowsEnded(!showsEnded)}>
          {showsEnded ? people("hideEnded") : people("showEnded", { count: ended })}
        </Button>
      )}
      <Dialog open={makes} onClose={() => setMakes(false)} title={t("new")}>
        <TokenForm
          {...(projectId && { projectId })}
          onMade={(token) => {
            setMakes(false);
            setMade(token);
            readAgain();
          }}
          onCancel={() => setMakes(false)}
        />
      </Dialog>
      {/* It has no close button: whoever leaves it has lost the secret. */}
      <Dialog open={made !== null} title={made?.name ?? ""} description={t("once")}>
        <CopyField label={t("secret")} value={made?.secret ?? ""} />
        <p className={styles.help}>{t.rich("use", { code: (chunks) => <code>{chunks}</code> })}</p>
        <DialogActions>
          <Button kind="primary" onClick={() => setMade(null)}>
            {t("done")}
          </Button>
        </DialogActions>
      </Dialog>
    </div>
  );
}

type RowProps = { token: Token; projectId?: string; readAgain: () => void };

function Row({ token, projectId, readAgain }: RowProps) {
  const t = useTranslations("tokens");
  const people = useTranslations("people");
  const { id, name, scope, state, created_at, expires_at, ended_at, last_used_at } = token;
  const isActive = state === "active";
  return (
    <li className={styles.row} data-testid="token" data-state={state}>
      <div className={styles.who}>
        <span className={styles.name}>
          <strong>{name}</strong>
          {"role" in token && token.role && (
            <span className={styles.badge}>{people(`roles.${token.role}`)}</span>
          )}
          <span className={styles.badge}>{t(`scopes.${scope}`)}</span>
          {!isActive && <span className={styles.badge}>{t(`states.${state}`)}</span>}
        </span>
        <span className={styles.detail}>
          <span>
            {last_used_at
              ? t.rich("used", { when: () => <Ago at={last_used_at} /> })
              : t("neverUsed")}
          </span>
          <span>
            {isActive
              ? t.rich("endsAt", { when: () => <Ago at={expires_at} ahead /> })
              : t.rich("endedAt", { when: () => <Ago at={ended_at ?? expires_at} /> })}
          </span>
          {"created_by" in token && (
            <span>
              {people.rich("madeBy", {
                name: token.created_by.name,
                when: () => <Ago at={created_at} />,
              })}
            </span>
          )}
        </span>
      </div>
      {isActive && (
        <EndToken {...{ id, name }} {...(projectId && { projectId })} onEnded={readAgain} />
      )}
    </li>
  );
}
