// Where a finding is shown on the page of a test.
import {test} from "node:test";
import assert from "node:assert/strict";
import {findingStep, findingWindow} from "../../../src/page/client/timemodel.js";

const steps = {step: [1, 3], start_s: [0, 100], duration_s: [100, 50]};
const finding = {step: 3, from_s: null, to_s: null};

test("a finding without rows is shown over its step", () => {
  assert.deepEqual(findingWindow(finding, steps), [100, 150]);
  assert.equal(findingWindow({...finding, step: null}, steps), null);
  assert.deepEqual(findingWindow({...finding, from_s: 7, to_s: 9}, steps), [7, 9]);
});

test("a finding of a step that people merged is shown over the whole", () => {
  assert.equal(findingWindow({...finding, step: 2}, steps), null);
  assert.equal(findingStep({...finding, step: 2, whole: 1}), 1);
  assert.deepEqual(findingWindow({...finding, step: 2, whole: 1}, steps), [0, 100]);
});
