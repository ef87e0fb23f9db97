export { Ago } from "./ago/ago";
export { Avatar, hueOf } from "./avatar/avatar";
export { Bar } from "./bar/bar";
export { BotBadge } from "./bot-badge/bot-badge";
export { Button, IconButton, LinkButton } from "./button/button";
export { CopyField } from "./copy-field/copy-field";
export { ConfirmDialog, Dialog, DialogActions } from "./dialog/dialog";
export { EmptyState, Notice } from "./feedback/notice";
export { Skeleton } from "./feedback/skeleton";
export {
  AreaField,
  CodeField,
  PasswordField,
  SelectField,
  TextArea,
  TextField,
} from "./field/field";
export { Form } from "./form/form";
export { Hint } from "./hint/hint";
export { Logo } from "./logo/logo";
export { MentionedText } from "./mentioned-text/mentioned-text";
/** Class names of menus; their parts are those of Base UI. */
export { default as menu } from "./menu/menu.module.scss";
export { NavTabs } from "./nav-tabs/nav-tabs";
export { type BothValues, Overtaken, OvertakenDialog } from "./overtaken/overtaken";
export { PageBody } from "./page/page-body";
export { Progress } from "./progress/progress";
export { SearchField } from "./search-field/search-field";
export { Segmented } from "./segmented/segmented";
export { type Option, Select } from "./select/select";
export { type Unsent, UnsentTexts } from "./unsent-texts/unsent-texts";
