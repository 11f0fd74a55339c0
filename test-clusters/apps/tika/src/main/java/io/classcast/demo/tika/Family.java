package io.classcast.demo.tika;

import java.util.regex.Pattern;

/** The rows of the result: families of media types, a fixed list, so that all ranks reduce arrays of one shape. The first match counts. */
enum Family {
    PDF("PDF", "application/pdf"),
    WORDS("word processing",
            "application/(msword|rtf|x-hwp.*|x-mif|epub.*|x-ibooks.*|x-fictionbook.*)",
            "application/vnd\\.(wordperfect|apple\\.pages.*|adobe\\.indesign.*|.*wordprocessingml.*|ms-word.*)",
            "application/vnd\\.(oasis\\.opendocument\\.(flat\\.)?text.*|openofficeorg.*)"),
    SHEETS("spreadsheets and tables",
            "application/(x-quattro-pro.*|x-dbf|x-msaccess|x-sas.*|x-matlab.*|dif\\+xml)",
            "application/vnd\\.(ms-excel.*|ms-spreadsheetml|lotus-1-2-3.*|ms-works|apple\\.numbers.*)",
            "application/vnd\\.(.*spreadsheetml.*|oasis\\.opendocument\\.(flat\\.)?(spreadsheet|base).*)",
            "text/(csv|spreadsheet)"),
    SLIDES("presentations and drawings",
            "application/(onenote.*|illustrator|sldworks|x-mspublisher|x-tika-(ooxml|visio|msoffice).*)",
            "application/vnd\\.(ms-powerpoint.*|ms-project|ms-xpsdocument|(ms-)?visio.*|apple\\.keynote.*|.*presentationml.*)",
            "application/vnd\\.(openxmlformats-officedocument|oasis\\.opendocument\\.(flat\\.)?(presentation|graphics|formula).*)"),
    MAIL("mail", "message/.*", "multipart/.*", "application/(mbox|vnd\\.ms-outlook.*|vnd\\.ms-tnef)"),
    MARKUP("HTML, XML and help",
            "text/(html|.*xml.*|x-vcalendar)",
            "application/(xml|.*\\+xml|vnd\\.ms-htmlhelp|x-bplist.*|warc.*|x-tmx)"),
    ARCHIVES("archives",
            "application/(zip|gzip|zlib|zstd|arc\\+gz|java-archive|vnd\\.ms-cab.*)",
            "application/x-(7z|rar|tar|gtar|bzip|xz|lzma|archive|arj|cpio|compress|snappy|lz4|brotli|apple-diskimage|wacz|internet-archive).*"),
    PICTURES("images, sound and fonts", "(image|audio|video|font|model)/.*", "application/(x-font.*|mp4|dicom)"),
    CODE("programs and signatures",
            "text/(x-.*|javascript)",
            "application/(java-vm|x-.*exec.*|x-sharedlib|x-object|x-elf|x-msdownload.*|x-mach-o.*|pkcs.*|timestamped.*|x-x509.*)"),
    TEXT("plain text", "text/.*"),
    OTHER("other", ".*");

    private final String title;
    private final Pattern mediaTypes;

    Family(String title, String... mediaTypes) {
        this.title = title;
        this.mediaTypes = Pattern.compile(String.join("|", mediaTypes));
    }

    String title() {
        return title;
    }

    static Family of(String mediaType) {
        for (Family family : values()) {
            if (family.mediaTypes.matcher(mediaType).matches()) {
                return family;
            }
        }
        return OTHER;
    }
}
