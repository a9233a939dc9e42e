// Whose passwords are judged: one made-up person, as much of them as a directory knows.
export const PERSON = {
  username: "wangxiaoming",
  name: "王小明",
  phones: ["13800138000"],
  emails: ["wangxm@example.com"],
  words: ["passgate"],
};

/** The same for peers that take a list of words. */
export const INPUTS = [PERSON.username, PERSON.name, "wangxm", PERSON.phones[0], PERSON.emails[0], ...PERSON.words];
