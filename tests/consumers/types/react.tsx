// The elements in JSX of React. `@ts-expect-error` marks what must not compile.
import "passgate/element";
import * as React from "react";
import { useRef } from "react";
import { policy, type Report } from "passgate";
import type { PassgateField } from "passgate/element/define";

export function NewPassword({ username, seen }: { username: string | undefined; seen: (report: Report) => void }) {
  const field = useRef<PassgateField>(null);
  const generate = () => field.current?.generate({ readable: true });
  return (
    <form onSubmit={generate}>
      <passgate-field ref={field} key="a" className="mine" policy={policy("eiam")} username={username} phones={[]} confirm generator="readable" />
      <input id="pw" type="password" />
      <passgate-rules for="pw" product="eiam" emails="a@b.example" lang="zh-TW" shadow onpassgate-verdict={({ detail }) => seen(detail)} />
      {/* @ts-expect-error: no such attribute */}
      <passgate-rules for="pw" polcy="eiam" />
      {/* @ts-expect-error: the policy is a document */}
      <passgate-field policy="eiam" />
      {/* @ts-expect-error: no such generator */}
      <passgate-field generator="pronounceable" />
      {/* @ts-expect-error: no such tag */}
      <passgate-checklist />
    </form>
  );
}

export const createElement = React.createElement;
