"use client";
import { useEffect, useState } from "react";

import { verdict } from "../verdict.js";

export default function Page() {
  const [text, setText] = useState("");
  useEffect(() => {
    verdict().then(setText, (error) => setText(String(error)));
  }, []);
  return <output>{text}</output>;
}
