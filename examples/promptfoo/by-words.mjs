// The simplest thing that could work, to see what a model adds. It is given the prompt as its first argument.
const good = /\b(good|great|love|loved|lovely|perfect|happy|excellent|best|wonderful|pleased)\b/i;
console.log(good.test(process.argv[2].replace(/positive or negative/i, "")) ? "positive" : "negative");
