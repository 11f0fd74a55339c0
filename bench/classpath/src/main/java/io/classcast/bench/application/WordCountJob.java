package io.classcast.bench.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.IntSumReducer;

/** Counts words with Hadoop's local job runner. */
public final class WordCountJob {
    private WordCountJob() {
    }

    static long run(List<String> texts, Path work) throws IOException, InterruptedException, ClassNotFoundException {
        Path input = Files.createDirectories(work.resolve("input"));
        Files.writeString(input.resolve("texts.txt"), String.join("\n", texts));
        Configuration configuration = new Configuration();
        configuration.set("hadoop.tmp.dir", work.resolve("tmp").toString());
        Job job = Job.getInstance(configuration, "word count");
        job.setJarByClass(WordCountJob.class);
        job.setMapperClass(Words.class);
        job.setCombinerClass(IntSumReducer.class);
        job.setReducerClass(IntSumReducer.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(IntWritable.class);
        job.setOutputFormatClass(SequenceFileOutputFormat.class);
        FileInputFormat.addInputPath(job, new org.apache.hadoop.fs.Path(input.toUri()));
        SequenceFileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(work.resolve("output").toUri()));
        if (!job.waitForCompletion(false)) {
            throw new IOException("the word count job failed: " + job.getStatus().getFailureInfo());
        }
        return job.getCounters().findCounter(TaskCounter.MAP_OUTPUT_RECORDS).getValue();
    }

    /** Splits lines into words. */
    public static final class Words extends Mapper<LongWritable, Text, Text, IntWritable> {
        private static final IntWritable ONE = new IntWritable(1);

        @Override
        protected void map(LongWritable position, Text line, Context context) throws IOException, InterruptedException {
            StringTokenizer words = new StringTokenizer(line.toString());
            while (words.hasMoreTokens()) {
                context.write(new Text(words.nextToken()), ONE);
            }
        }
    }
}
