"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useSelector } from "react-redux";
import { meetPerson } from "@/features/auth";
import {
  doorChanged,
  enterByInvitation,
  type Refusal,
  returnByLink,
  selectDoor,
} from "@/features/invitation";
import { useAppDispatch } from "@/shared/lib/store";
import { part } from "@/shared/parts";
import { useSession } from "@/shared/session";
import { Button, LinkButton, Skeleton } from "@/shared/ui";
import { AuthFrame } from "@/widgets/auth-frame";
import { KeptTexts } from "@/widgets/unsent-texts";
import { arrivedAtDoor, cameIn, selectInvitationFlow } from "../model/slice";

// Most guests come by a mail and see no form.
const LinkForm = part(() => import("@/features/invitation").then((module) => module.LinkForm));

type Props = {
  projectId: string;
  /** What the address has: `?token=` of a mail, or `?link=` of a share link. */
  token: string | null;
  link: string | null;
  /** The room; it is shown to whoever is in. */
  children: ReactNode;
};

/** Lets a guest into the one project that the link opens. */
export function GuestDoor({ projectId, token, link, children }: Props) {
  const t = useTranslations("door");
  const dispatch = useAppDispatch();
  const door = useSelector(selectDoor);
  const { step } = useSelector(selectInvitationFlow);
  const session = useSession();
  const secret = token ?? link;

  useEffect(() => {
    dispatch(arrivedAtDoor(token ? "invitation" : link ? "link" : null));
    if (token) void dispatch(enterByInvitation(projectId, token));
    else if (link) dispatch(returnByLink(projectId, link));
    else dispatch(doorChanged({ status: "refused", reason: "unknown" }));
  }, [dispatch, projectId, token, link]);

  useEffect(() => {
    if (door.status !== "in") return;
    void dispatch(meetPerson()).then(() => dispatch(cameIn()));
  }, [dispatch, door.status]);

  // The access has ended, or the kept token is too old: begin again at the door.
  const ended = door.status === "in" && session === null;
  useEffect(() => {
    if (ended && link) dispatch(returnByLink(projectId, link));
    else if (ended) dispatch(doorChanged({ status: "refused", reason: "expired" }));
  }, [dispatch, ended, link, projectId]);

  if (door.status === "in" && step === "room") return children;
  if (door.status === "asking" && link) {
    return (
      <AuthFrame title={t("title")} lead={t("lead")}>
        <LinkForm projectId={projectId} token={link} password={door.password} />
        <KeptTexts />
      </AuthFrame>
    );
  }
  if (door.status === "refused") {
    const again = () =>
      secret &&
      dispatch(token ? enterByInvitation(projectId, token) : returnByLink(projectId, secret));
    return <Refused reason={door.reason} onAgain={again} />;
  }
  return (
    <AuthFrame title={t("opening")}>
      <Skeleton height={48} />
    </AuthFrame>
  );
}

function Refused({ reason, onAgain }: { reason: Refusal; onAgain: () => void }) {
  const t = useTranslations("door");
  const isTemporary = reason === "offline" || reason === "too_many_tries";
  return (
    <AuthFrame title={t(`refused.${reason}`)} lead={t(`help.${reason}`)}>
      {isTemporary && <Button onClick={onAgain}>{t("again")}</Button>}
      {reason === "accepted" && <LinkButton href="/login">{t("logIn")}</LinkButton>}
      <KeptTexts />
    </AuthFrame>
  );
}
