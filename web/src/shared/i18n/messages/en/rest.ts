import account from "./account.json";
import activity from "./activity.json";
import importing from "./import.json";
import methods from "./methods.json";
import people from "./people.json";
import projects from "./projects.json";
import tokens from "./tokens.json";
import webhooks from "./webhooks.json";

/** What the review room does not say. */
export const rest = {
  account,
  activity,
  import: importing,
  methods,
  people,
  projects,
  tokens,
  webhooks,
};
