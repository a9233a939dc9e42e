import { Component, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

import { verdict } from "./verdict.js";

@Component({ selector: "app-root", template: "<output>{{ text() }}</output>" })
class App {
  readonly text = signal("");

  constructor() {
    verdict().then(
      (text: string) => this.text.set(text),
      (error: unknown) => this.text.set(String(error)),
    );
  }
}

bootstrapApplication(App);
