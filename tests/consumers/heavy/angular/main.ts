import { Component, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";

import { NewPassword } from "./new-password";
import { verdict } from "./verdict.js";

@Component({ selector: "app-root", imports: [NewPassword], template: "<output>{{ text() }}</output><new-password />" })
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
