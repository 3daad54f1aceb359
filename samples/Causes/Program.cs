using Microsoft.EntityFrameworkCore;
using Nedb.Samples.Causes;

// Why does it say so, what else follows from the same source, and how sure was who wrote it?
using var db = new Memory();
db.Database.EnsureCreated();

var message = new Message { Text = "my eyes hurt in the evening" };
var sensitive = new Belief { Id = "light_sensitive", Value = "yes" };
db.Add(message);
db.Add(sensitive).CausedBy(message).WithEvidence("said so").WithConfidence(0.8);
db.SaveChanges();

// All that is saved in a scope has its cause.
using (NedbProvenance.Begin(sensitive))
{
    db.Add(new Belief { Id = "theme", Value = "dark" });
    db.Add(new Belief { Id = "font", Value = "large" });
    db.SaveChanges();
}

// A cause is the version that caused, whatever becomes of it.
message.Text = "(withdrawn)";
db.SaveChanges();

Console.WriteLine("Why is the theme dark?");
var trace = db.Beliefs.Where(b => b.Id == "theme").TraceCausedBy().ToList();
foreach (var node in trace.PathTo(trace[^1]))
    Console.WriteLine($"  {node.Depth}: {node.Collection} {node.Key} {node.Evidence} {node.Confidence}");
Console.WriteLine($"  It began with: {db.Beliefs.Where(b => b.Id == "theme").TraceCausedBy<Message>().Single().Text}");

Console.WriteLine("What follows from the message?");
foreach (var belief in db.Messages.History().Where(v => v.SupersededSeq != null).TraceEffects<Belief>())
    Console.WriteLine($"  {belief.Id} = {belief.Value}");
