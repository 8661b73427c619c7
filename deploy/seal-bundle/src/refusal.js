// What is refused, and how it is said: `check` is stable (docs/formats), `says` is for people.
export class Refusal extends Error {
  constructor(check, says) {
    super(`${check}: ${says}`);
    this.check = check;
    this.says = says;
  }
}
