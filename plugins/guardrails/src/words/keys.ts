/** The keys of messages as Backstage flattens them: a group and a name, `costs.download`. */
export type KeysOf<M> = {
  [G in keyof M & string]: M[G] extends string
    ? G
    : `${G}.${keyof M[G] & string}`;
}[keyof M & string];
